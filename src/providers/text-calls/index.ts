export { createTextCallReader, type TextCallReaderDeps } from './reader.js';

export { createTextCallReader } from './reader.js';

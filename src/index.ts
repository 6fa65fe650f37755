export type * from './contract/message.js';

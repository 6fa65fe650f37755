// Loaded into every Node process of a run (NODE_OPTIONS --import): writes down where each wants to connect and what each looks up, and stops
// it where that is not the server of the test. OCODE_TEST_LOG: the file; OCODE_TEST_SERVER: the one port of 127.0.0.1 that is allowed.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const { appendFileSync } = require('node:fs');
const net = require('node:net');
const dns = require('node:dns');
const dgram = require('node:dgram');
const { OCODE_TEST_LOG: log = '', OCODE_TEST_SERVER: server = '' } = process.env;

/** @param {string} target */
function note(target) {
  appendFileSync(log, `${target}\n`);
  if (target !== `tcp 127.0.0.1:${server}` && !target.startsWith('pipe ')) throw new Error(`this test allows no connection to ${target}`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' && first !== null ? first : typeof first === 'string' ? { path: first } : { port: first, host: second };
  note(options.path ? `pipe ${options.path}` : `tcp ${options.host ?? 'localhost'}:${options.port}`);
  return connect.apply(this, args);
};
for (const holder of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(holder)) {
    if (!/^(?:lookup|resolve|reverse)/.test(name) || typeof holder[name] !== 'function') continue;
    holder[name] = (/** @type {unknown} */ wanted) => note(`name ${String(wanted)}`);
  }
}
for (const name of ['send', 'connect']) dgram.Socket.prototype[name] = () => note('udp');
syncBuiltinESMExports();
appendFileSync(log, 'loaded\n');

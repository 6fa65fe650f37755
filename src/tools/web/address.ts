import { BlockList, isIP } from 'node:net';

/**
 * Addresses that are not of the public internet (IANA special-purpose registries, RFC 6890 and its updates): loopback,
 * private, link-local, shared (CGNAT), unique local, multicast, documentation, and IPv6 forms that carry such an IPv4.
 */
const FORBIDDEN_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
const FORBIDDEN_IPV6 = [
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

let blockList: BlockList | undefined;

function forbidden(): BlockList {
  if (blockList) return blockList;
  blockList = new BlockList();
  for (const [network, prefix] of FORBIDDEN_IPV4) blockList.addSubnet(network, prefix, 'ipv4');
  for (const [network, prefix] of FORBIDDEN_IPV6) blockList.addSubnet(network, prefix, 'ipv6');
  return blockList;
}

/** Is this address one that a page from the internet may have? Anything that is no address is not. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 4) return !forbidden().check(plain, 'ipv4');
  if (family !== 6) return false;
  const groups = ipv6Groups(plain);
  // Only 2000::/3 is given out, and NAT64 (64:ff9b::/96) carries an IPv4 address, as 6to4 (2002::/16) does.
  const nat64 = groups[0] === 0x64 && groups[1] === 0xff9b;
  if (nat64) return groups.slice(2, 6).every((group) => group === 0) && isPublicAddress(ipv4Of(groups[6], groups[7]));
  if (groups[0] === 0x2002 && !isPublicAddress(ipv4Of(groups[1], groups[2]))) return false;
  return ((groups[0] ?? 0) & 0xe000) === 0x2000 && !forbidden().check(plain, 'ipv6');
}

function ipv4Of(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The eight 16-bit groups of a valid IPv6 address. */
function ipv6Groups(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high: string | undefined, low: string | undefined): string => ((Number(high) << 8) | Number(low)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = text.split('::');
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [read(head), tail === undefined ? [] : read(tail)];
  return tail === undefined ? before : [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

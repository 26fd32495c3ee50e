import ipaddr from 'ipaddr.js';

/** One customer of a provider has so many bytes of an IPv6 address in common, and all that follow to choose from: RFC 6177. */
const networkBytes = 8;

/**
 * The address that a caller is counted by: of IPv6 the network (/64), or whoever has one could count as anybody; an IPv4
 * address in its one form.
 *
 * @param ip as Node gives it; anything else stays as it is
 */
export function callerAddress(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  const network = address.toByteArray().fill(0, networkBytes);
  return `${ipaddr.fromByteArray(network).toString()}/64`;
}

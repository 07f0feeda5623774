// First address and prefix length (IANA special-purpose addresses, and multicast).
const reserved: readonly (readonly [first: string, bits: number])[] = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3],
];

// Names that no public name server resolves, and names of one word: RFC 6761, 6762, 8375, ICANN's `internal`, and
// Linux's `localdomain`.
const privateName = /^[^.]*\.*$|\.(localhost|localdomain|local|internal|home\.arpa)\.*$/;

/**
 * Whether a host is this machine, in a private network, or reserved. Judges only the text; doesn't resolve names.
 * @param hostname as `URL` normalizes it
 */
export function isPrivateHost(hostname: string): boolean {
	if (hostname.startsWith('[')) {
		return isPrivateV6(groupsOf(hostname.slice(1, -1)));
	}
	return /^[\d.]+$/.test(hostname) ? isPrivateV4(numberOf(hostname)) : privateName.test(hostname);
}

function isPrivateV4(address: number): boolean {
	return reserved.some(([first, bits]) => (address ^ numberOf(first)) >>> (32 - bits) === 0);
}

function isPrivateV6(groups: readonly number[]): boolean {
	const [first = 0, second = 0, third = 0] = groups;
	const [high = 0, low = 0] = groups.slice(6);
	const start = groups.slice(0, 6).join();
	if (start === '0,0,0,0,0,65535' || start === `${0x64},${0xff9b},0,0,0,0`) {
		return isPrivateV4((high << 16) | low); // IPv4-mapped, or translated (RFC 6052)
	}
	if (first === 0x2002) {
		return isPrivateV4((second << 16) | third); // 6to4
	}
	const isReserved = first === 0x2001 && (second < 0x200 || second === 0xdb8);
	return first >>> 13 !== 1 || isReserved || first === 0x3fff; // public addresses are in 2000::/3
}

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0);
}

function groupsOf(address: string): readonly number[] {
	const [before = [], after = []] = address.split('::').map(half => (half === '' ? [] : half.split(':')));
	const zeros = Array<string>(8 - before.length - after.length).fill('0');
	return [...before, ...zeros, ...after].map(group => Number.parseInt(group, 16));
}

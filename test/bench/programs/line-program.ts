import { Relay } from '../../faults/wire/relay.js';
import { type LineAnswer, lineShape } from './line.js';

/** A program, `line-program PORT`: a shaped line to that port of this machine, counting the connections over it. */
async function main(): Promise<void> {
	const target = { host: '127.0.0.1', port: Number(process.argv[2]) };
	const relay = await Relay.start({ target, up: lineShape, down: lineShape });
	let counted = 0;
	process.on('message', () => {
		tell({ connections: relay.connections - counted });
		counted = relay.connections;
	});
	process.once('disconnect', () => process.exit());
	tell({ port: relay.port });
}

function tell(answer: LineAnswer): void {
	process.send?.(answer);
}

void main(); // a failure to start ends the process with its stack

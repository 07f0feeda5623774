import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the sink tells its parent: where it listens, and then the bytes of each upload's body. */
export type SinkMessage = { readonly port: number } | { readonly bytes: number };

/**
 * A program: answers as COR does and throws away what is uploaded, so that neither a disk nor the memory of a server is
 * measured along with the extension.
 */
const server = createServer(async (request, response) => {
	const bytes = await drain(request);
	response.setHeader('content-type', 'application/json');
	if (request.url?.includes('/oauth/')) {
		response.end(JSON.stringify({ access_token: 'sink', token_type: 'bearer', expires_in: 3600 }));
	} else if (request.method === 'POST') {
		tell({ bytes });
		response.end(JSON.stringify({ files: [{ id: 1, originalname: 'file.bin', version: 1 }], files_q: 1 }));
	} else {
		response.end(JSON.stringify({ id: 4101, title: 'Sink' }));
	}
});

async function drain(request: IncomingMessage): Promise<number> {
	let bytes = 0;
	for await (const chunk of request) {
		bytes += (chunk as Buffer).length;
	}
	return bytes;
}

function tell(message: SinkMessage): void {
	process.send?.(message);
}

server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());

import type { ChildProcess } from 'node:child_process';

/** Resolves with the next message that has this key. Rejects where the program ends before. */
export function answerWith<Key extends string, Message extends object>(
	child: ChildProcess,
	key: Key,
): Promise<Extract<Message, Readonly<Record<Key, unknown>>>> {
	return new Promise((resolve, reject) => {
		const listen = (message: Message): void => {
			if (key in message) {
				child.off('message', listen).off('exit', fail);
				resolve(message as Extract<Message, Readonly<Record<Key, unknown>>>);
			}
		};
		const fail = (code: number | null): void => reject(new Error(`a program ended with ${code} before it answered`));
		child.on('message', listen).once('exit', fail);
	});
}

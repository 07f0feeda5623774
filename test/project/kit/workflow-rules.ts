import { parse } from 'yaml';

/** As much of a step as the rules look at. */
interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
	readonly needs?: string | readonly string[];
	readonly uses?: string;
	readonly container?: string | { readonly image: string };
	readonly environment?: string;
	readonly permissions?: Readonly<Record<string, string>>;
	readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly string[]>> };
	readonly steps?: readonly Step[];
}

export interface Workflow {
	readonly on: Readonly<Record<string, unknown>>;
	readonly permissions?: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

/** Fails unless the packed extension has the SHA-256 in the environment; the same on each system. */
export const hashCheck =
	`node -e "require('node:assert').equal(require('node:crypto').createHash('sha256')` +
	`.update(require('node:fs').readFileSync('dist/cor-attachments.vsix')).digest('hex'), process.env.SHA256)"`;

/** What a job may do beyond reading the repository. */
const mayWrite: Readonly<Record<string, readonly string[]>> = {
	attest: ['id-token', 'attestations'],
	tag: ['contents'],
};

const pinnedAction = /^[\w.-]+\/[\w./-]+@[\da-f]{40}$/;
const pinnedImage = /@sha256:[\da-f]{64}$/;
const testedHash = /^\$\{\{ needs\.(?:test|package)\.outputs\.sha256 \}\}$/;

export function readWorkflow(text: string): Workflow {
	return parse(text) as Workflow;
}

/** What in a workflow breaks a rule of the release, a line each, which begins with the rule's name. */
export function brokenRules(text: string): readonly string[] {
	const { permissions, jobs } = readWorkflow(text);
	return [
		...(permissions && Object.keys(permissions).length === 0 ? [] : ['rights: the workflow gives some to every job']),
		...text.split('\n').flatMap(line => (isUnnamedPin(line) ? [`pins: no version beside ${line.trim()}`] : [])),
		...Object.entries(jobs).flatMap(([name, job]) => brokenIn(name, job).map(what => `${what} (${name})`)),
	];
}

function isUnnamedPin(line: string): boolean {
	return /^\s*(?:- )?uses: [^.]/.test(line) && !/@\S+ # v\d+\.\d+\.\d+$/.test(line);
}

function brokenIn(name: string, job: Job): readonly string[] {
	const steps = job.steps ?? [];
	const uses = [job.uses, ...steps.map(step => step.uses)].filter(used => used !== undefined);
	const image = typeof job.container === 'object' ? job.container.image : job.container;
	return [
		...uses.filter(used => !used.startsWith('./') && !pinnedAction.test(used)).map(used => `pins: ${used}`),
		...(image === undefined || pinnedImage.test(image) ? [] : [`pins: ${image}`]),
		...brokenRights(name, job.permissions),
		...steps.flatMap(step => brokenStep(name, job, step)),
		...(steps.some(isSecret) && job.environment === undefined ? ['secrets: outside of an environment'] : []),
		...steps.flatMap((step, at) => (isDownload(step) && !isHashCheck(steps[at + 1]) ? ['bytes: not compared'] : [])),
	];
}

function brokenRights(name: string, permissions: Job['permissions']): readonly string[] {
	if (typeof permissions !== 'object') {
		return ['rights: the job does not say them'];
	}
	return Object.entries(permissions)
		.filter(([right, what]) => (right === 'contents' && what === 'read') === false && what !== 'none')
		.filter(([right, what]) => what !== 'write' || !mayWrite[name]?.includes(right))
		.map(([right, what]) => `rights: ${right}: ${what}`);
}

function brokenStep(name: string, job: Job, step: Step): readonly string[] {
	const commands = (step.run ?? '').split('\n');
	const isBesideToken = holdsToken(name, job);
	return [
		...(step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false
			? ['secrets: a checkout leaves its token behind']
			: []),
		...commands.filter(command => runsScripts(command)).map(command => `scripts: ${command}`),
		...(isBesideToken ? commands.filter(command => runsPackages(command)) : []).map(command => `scripts: ${command}`),
		...(isSecret(step) && !(name === 'publish' && step.run?.includes('vsce publish'))
			? ['secrets: in another step']
			: []),
		...(JSON.stringify(job.steps?.map(({ env, ...rest }) => rest) ?? []).includes('secrets.')
			? ['secrets: outside of a step’s environment']
			: []),
	];
}

/** Whether something in the job could be used by others: a secret, or a right to write. */
function holdsToken(name: string, job: Job): boolean {
	return name in mayWrite || job.environment !== undefined || (job.steps ?? []).some(isSecret);
}

function isSecret(step: Step): boolean {
	return JSON.stringify(step.env ?? {}).includes('secrets.');
}

// Installing runs what packages bring along, unless it is told not to.
function runsScripts(command: string): boolean {
	return /\b(?:npm|pnpm|yarn)\s+(?:ci|i|install|add|rebuild)\b/.test(command) && !command.includes(' --ignore-scripts');
}

function runsPackages(command: string): boolean {
	return /\b(?:npx|npm\s+(?:run|test|exec|x|start))\b/.test(command) || command.includes('.ci/run');
}

function isDownload(step: Step): boolean {
	return step.uses?.startsWith('actions/download-artifact@') ?? false;
}

function isHashCheck(step: Step | undefined): boolean {
	return step?.run === hashCheck && testedHash.test(step.env?.SHA256 ?? '');
}

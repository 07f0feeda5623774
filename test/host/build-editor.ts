import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './run-command.js';

/** `stand-ins`: what would have to be compiled is replaced by plain JavaScript (`stand-ins/`). */
export type NativeModules = 'compiled' | 'stand-ins';

const architectures: Readonly<Record<string, string>> = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64' };

/**
 * Builds a runnable VS Code in `dir`, where the editor's lock files lie: code-server and its own Node as npm packages.
 * No install script runs: code-server's would refuse our Node and compile modules that no test needs.
 * Resolves with the version that the editor says it has.
 */
export async function buildEditor(dir: string, natives: NativeModules): Promise<string> {
	const architecture = architectures[`${process.platform}-${process.arch}`];
	if (!architecture) {
		throw new Error(
			`The test editor runs on Linux (x64, arm64), not on ${process.platform} ${process.arch}: use \`npm run test:desktop\`.`,
		);
	}
	const nodeDir = path.join('node_modules', `node-${architecture}`);
	const env = npmEnvironment(path.join(dir, nodeDir));
	const ci = [
		'ci',
		'--ignore-scripts',
		'--omit=dev',
		'--legacy-peer-deps',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	];
	await runCommand('npm', ci, { cwd: dir, env });

	// What VS Code's server needs has a lock file of ours: npm calls the shrinkwrap that comes with it out of sync.
	const codeServer = path.join(dir, 'node_modules/code-server');
	const server = path.join(codeServer, 'lib/vscode');
	const parts = path.join(dir, 'vscode');
	await runCommand('npm', ci, { cwd: parts, env });
	await provideNatives(natives, dir, env);
	await rename(path.join(parts, 'node_modules'), path.join(server, 'node_modules'));
	await rm(parts, { recursive: true });

	await provideRipgrep(dir, server, architecture);
	await prune(dir, server, path.join(dir, nodeDir), architecture);
	await symlink(path.join(nodeDir, 'bin/node'), path.join(dir, 'node'));
	await symlink('node_modules/code-server/out/node/entry.js', path.join(dir, 'entry.js'));
	return readVersion(dir);
}

/** npm runs on the editor's Node, and node-gyp finds the headers in that package instead of fetching them. */
function npmEnvironment(nodeDir: string): NodeJS.ProcessEnv {
	return {
		...process.env,
		PATH: `${path.join(nodeDir, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
		npm_config_nodedir: nodeDir,
		npm_config_prefix: undefined,
		npm_config_local_prefix: undefined,
	};
}

/**
 * spdlog writes the log files behind every output channel; the watchdog ends an extension host whose server is gone;
 * argon2 (old code-server only) is loaded at the start.
 */
async function provideNatives(natives: NativeModules, dir: string, env: NodeJS.ProcessEnv): Promise<void> {
	const argon2 = path.join(dir, 'node_modules/argon2');
	const argon2IsBuilt = existsSync(path.join(argon2, 'prebuilds'));
	const modules = path.join(dir, 'vscode/node_modules');
	const watchdog = existsSync(path.join(modules, 'native-watchdog')) ? 'native-watchdog' : '@vscode/native-watchdog';
	if (natives === 'stand-ins') {
		console.log('  nothing is compiled: plain JavaScript stands in for @vscode/spdlog');
		await replacePackage(path.join(modules, '@vscode/spdlog'), 'spdlog.cjs');
		await replacePackage(path.join(modules, watchdog), 'native-watchdog.cjs');
		if (!argon2IsBuilt) {
			await replacePackage(argon2, 'argon2.cjs');
		}
		return;
	}
	const rebuild = ['rebuild', '--foreground-scripts', '--loglevel=error'];
	await runCommand('npm', [...rebuild, '@vscode/spdlog', watchdog], { cwd: path.join(dir, 'vscode'), env });
	if (!argon2IsBuilt) {
		await runCommand('npm', [...rebuild, 'argon2'], { cwd: dir, env });
	}
}

async function replacePackage(packageDir: string, standIn: string): Promise<void> {
	await rm(packageDir, { recursive: true });
	await mkdir(packageDir, { recursive: true });
	await cp(path.join(__dirname, 'stand-ins', standIn), path.join(packageDir, 'index.cjs'));
	await writeFile(path.join(packageDir, 'package.json'), '{ "version": "0.0.0", "main": "./index.cjs" }\n');
}

/** The old editor's ripgrep package downloads its program when installed; findFiles gets it from one that ships it. */
async function provideRipgrep(dir: string, server: string, architecture: string): Promise<void> {
	const ripgrep = path.join(server, 'node_modules/@vscode/ripgrep');
	if (!existsSync(ripgrep)) {
		return;
	}
	await mkdir(path.join(ripgrep, 'bin'), { recursive: true });
	const program = path.join(dir, 'node_modules/@vscode/ripgrep-universal/bin', architecture, 'rg');
	await cp(program, path.join(ripgrep, 'bin/rg'));
}

/** Leaves out what no test needs: other platforms' programs, Node's headers, Copilot. Halves the folder. */
async function prune(dir: string, server: string, nodeDir: string, architecture: string): Promise<void> {
	const unused = [
		path.join(nodeDir, 'include'),
		path.join(nodeDir, 'share'),
		path.join(server, 'node_modules/node-pty/third_party'),
		path.join(server, 'extensions/copilot'),
		path.join(server, 'extensions/mermaid-markdown-features'),
	];
	const perPlatform = [
		path.join(server, 'node_modules/@vscode/ripgrep-universal/bin'),
		path.join(server, 'node_modules/node-pty/prebuilds'),
		path.join(dir, 'node_modules/@vscode/ripgrep-universal/bin'),
	];
	for (const folder of perPlatform.filter(existsSync)) {
		unused.push(...(await readdir(folder)).filter(name => name !== architecture).map(name => path.join(folder, name)));
	}
	await Promise.all(unused.map(item => rm(item, { recursive: true, force: true })));
}

async function readVersion(dir: string): Promise<string> {
	const home = path.join(dir, 'home');
	const config = path.join(dir, 'config.yaml'); // without one code-server writes its own into the home folder
	await writeFile(config, 'auth: none\n');
	const said = await runCommand(path.join(dir, 'node'), [path.join(dir, 'entry.js'), '--config', config, '--version'], {
		env: { PATH: process.env.PATH, HOME: home },
	});
	return said.trim().split('\n').at(-1) ?? '';
}

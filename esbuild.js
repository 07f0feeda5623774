const { readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outDir = join(__dirname, 'dist');

/**
 * Of `mime-db` only the types of the endings that `media-type.ts` looks up: the others would be a seventh of the bundle.
 * @type {import('esbuild').Plugin}
 */
const typesOfNames = {
	name: 'types-of-names',
	setup({ onLoad }) {
		const { ofRegistry } = JSON.parse(readFileSync(join(__dirname, 'src/cor/body/endings.json'), 'utf8'));
		const named = new Set(Object.values(ofRegistry).flatMap(words => words.split(' ')));
		onLoad({ filter: /mime-db[\\/]db\.json$/ }, ({ path }) => {
			const kept = Object.entries(JSON.parse(readFileSync(path, 'utf8'))).flatMap(([type, { source, extensions }]) => {
				const ofType = (extensions ?? []).filter(extension => named.has(extension));
				return ofType.length > 0 ? [[type, { source, extensions: ofType }]] : [];
			});
			return { loader: 'json', contents: JSON.stringify(Object.fromEntries(kept)) };
		});
	},
};

/** @type {import('esbuild').BuildOptions} */
const options = {
	absWorkingDir: __dirname,
	entryPoints: { extension: 'src/extension.ts', worker: 'src/machine/worker/worker.ts' },
	outdir: 'dist',
	chunkNames: 'chunks/[name]-[hash]',
	bundle: true,
	// What `import()` names is loaded when it is needed. esbuild splits this format only; every editor in
	// `engines.vscode` loads it, by its suffix.
	splitting: true,
	format: 'esm',
	outExtension: { '.js': '.mjs' },
	// Bundled CommonJS packages call `require` for Node's own modules, and modules of this format have none.
	banner: {
		js: "import { createRequire as createNodeRequire } from 'node:module'; const require = createNodeRequire(import.meta.url);",
	},
	platform: 'node',
	// The extension host of the oldest editor in `engines.vscode` runs Node 20.
	target: 'node20',
	external: ['vscode'],
	plugins: [typesOfNames],
	minify: production,
	sourcemap: production ? false : 'inline',
	// The licences go into dist/ThirdPartyNotices.txt.
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
};

async function main() {
	// A source map of an earlier development build must not end up beside a production bundle.
	rmSync(outDir, { recursive: true, force: true });
	if (watch) {
		const context = await esbuild.context(options);
		await context.watch();
		return;
	}
	const { metafile } = await esbuild.build(options);
	// scripts/notices.ts reads from it which packages are in the bundle.
	writeFileSync(join(outDir, 'meta.json'), JSON.stringify(metafile));
}

module.exports = { typesOfNames };

if (require.main === module) {
	main().catch(error => {
		// esbuild has already printed what is wrong with the source.
		if (!error.errors) {
			console.error(error);
		}
		process.exitCode = 1;
	});
}

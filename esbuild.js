const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outDir = join(__dirname, 'dist');

/**
 * Writes what was built, as modules of the kind that the extension host loads: esbuild splits only the other kind. Says how
 * large all of it is, and leaves what is in it for the third-party notices.
 */
const writeCommonJs = {
	name: 'write-common-js',
	setup(build) {
		build.onEnd(async ({ metafile, outputFiles = [] }) => {
			if (!metafile) {
				return;
			}
			let bytes = 0;
			for (const { path, text } of outputFiles) {
				const { code } = await esbuild.transform(text, {
					format: 'cjs',
					platform: 'node',
					target: options.target,
					minify: production,
					sourcemap: options.sourcemap,
					legalComments: 'none',
					supported: { 'dynamic-import': false }, // `require` in its place
				});
				bytes += Buffer.byteLength(code);
				mkdirSync(dirname(path), { recursive: true });
				writeFileSync(path, code);
			}
			writeFileSync(join(outDir, 'meta.json'), JSON.stringify(metafile));
			console.log(`${outputFiles.length} files of code: ${bytes} bytes${production ? ', minified' : ''}`);
		});
	},
};

/** @type {import('esbuild').BuildOptions} */
const options = {
	absWorkingDir: __dirname,
	entryPoints: ['src/extension.ts'],
	outdir: 'dist',
	chunkNames: 'chunks/[name]-[hash]',
	bundle: true,
	// What `import()` names is loaded when it is needed.
	splitting: true,
	format: 'esm',
	write: false,
	platform: 'node',
	// The extension host of the oldest editor in `engines.vscode` runs Node 20.
	target: 'node20',
	external: ['vscode'],
	minify: production,
	sourcemap: production ? false : 'inline',
	// The licences go into dist/ThirdPartyNotices.txt.
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
	plugins: [writeCommonJs],
};

async function main() {
	// A source map of an earlier development build must not end up beside a production bundle.
	rmSync(outDir, { recursive: true, force: true });
	mkdirSync(outDir, { recursive: true });
	if (watch) {
		const context = await esbuild.context(options);
		await context.watch();
		return;
	}
	await esbuild.build(options);
}

main().catch(error => {
	// esbuild has already printed what is wrong with the source.
	if (!error.errors) {
		console.error(error);
	}
	process.exitCode = 1;
});

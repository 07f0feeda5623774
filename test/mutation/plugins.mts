import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { MochaRunner } from './mocha-runner.mjs';
import { tables } from './tables.mjs';

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'mocha-file-by-file', MochaRunner), tables];

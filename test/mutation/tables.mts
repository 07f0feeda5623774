import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What is asked of a node of the syntax tree, as Babel has it. */
interface Node {
	readonly parentPath?: Node;
	isBooleanLiteral(): boolean;
	isObjectProperty(): boolean;
	isObjectExpression(): boolean;
	isVariableDeclarator(): boolean;
	isProgram(): boolean;
}

/** A yes or no in a table at the top of a module: a test of each would only be the table once more. */
function isInTable(node: Node): boolean {
	const property = node.parentPath;
	const table = property?.parentPath;
	const declarator = table?.parentPath;
	const declaration = declarator?.parentPath;
	return Boolean(
		node.isBooleanLiteral() &&
			property?.isObjectProperty() &&
			table?.isObjectExpression() &&
			declarator?.isVariableDeclarator() &&
			declaration?.parentPath?.isProgram(),
	);
}

export const tables = declareValuePlugin(PluginKind.Ignore, 'tables', {
	shouldIgnore: node => (isInTable(node as Node) ? 'an entry of a table' : undefined),
});

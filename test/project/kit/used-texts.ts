import ts from 'typescript';
import { nodesOf } from './source-files.js';

/** Where a text is shown that has one line, and no more room than there is. */
export type Place = 'placeholder' | 'hint' | 'tree' | 'list' | 'menu';

/** The texts of the code that are shown in such a place. Buttons are not among them: they are known by their capitals. */
export function placedTexts(files: readonly ts.SourceFile[]): readonly (readonly [text: string, place: Place])[] {
	return files.flatMap(nodesOf).flatMap(node => {
		const [text] = ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText()) ? node.arguments : [];
		if (!text || !ts.isStringLiteral(text)) {
			return [];
		}
		const place = placeAround(node) ?? placeOfDetail(node.getSourceFile().fileName, text.text);
		return place ? [[text.text, place] as const] : [];
	});
}

/** What a text becomes: a `placeholder`, what a function called `…Hint` gives the review, or what the menu after a paste shows. */
function placeAround(text: ts.Node): Place | undefined {
	for (let node = text; !ts.isSourceFile(node); node = node.parent) {
		if (ts.isPropertyAssignment(node)) {
			return node.name.getText() === 'placeholder' ? 'placeholder' : undefined;
		}
		if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
			return /\.placeholder$/.test(node.left.getText()) ? 'placeholder' : undefined;
		}
		if (ts.isNewExpression(node)) {
			return /\bDocumentPasteEdit$/.test(node.expression.getText()) ? 'menu' : undefined;
		}
		if (ts.isFunctionDeclaration(node)) {
			return /Hint$/.test(node.name?.text ?? '') ? 'hint' : undefined;
		}
	}
	return undefined;
}

/** In the rows of the view and of lists, what begins without a capital stands behind a name. */
function placeOfDetail(file: string, text: string): Place | undefined {
	if (!/^\p{Ll}/u.test(text)) {
		return undefined;
	}
	if (file.startsWith('editor/view/tree/')) {
		return 'tree';
	}
	return /^editor\/(?:review|task)\//.test(file) ? 'list' : undefined;
}

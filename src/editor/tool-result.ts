import * as vscode from 'vscode';

/** An answer for a model, as JSON: names in it stay what they are, texts of strangers. */
export function toToolResult(answer: object): vscode.LanguageModelToolResult {
	return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
}

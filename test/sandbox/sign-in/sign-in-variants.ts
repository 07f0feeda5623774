/** The token endpoints. */
export const signInVariants = {
	/** Status of the token endpoints for a wrong key, secret or refresh token. // cor-api §2.2 */
	rejectedCredentials: ['401', '400', '403', '417'],
	/** Shape of a token answer. // cor-api §2.2 */
	tokenShape: ['flat', 'nested'],
	/** Whether a refresh token works once or again and again. // cor-api §9.10 */
	refreshTokens: ['rotating', 'reusable'],
} as const;

import { isMadeUp, isRandom } from './made-up.js';
import { type SecretShape, shape } from './secret-shapes.js';

// For starts that other things share: the rest must look random.
const isReal = (secret: string): boolean => !isMadeUp(secret) && isRandom(secret);

/** Payment services and shops: Latin America first, then worldwide. */
export const paymentShapes: readonly SecretShape[] = [
	shape('Mercado Pago', 'APP_USR- TEST-', /\d{13,20}-\d{6}-[\da-f]{32}/y),
	shape('Mercado Libre', 'TG-', /[\da-f]{24}-\d{6,12}(?!\d)/y),
	shape('Wompi', 'prv_prod_ prv_test_ prv_stagtest_', /[^\W_]{24}/y),
	shape('Wompi', 'prod_integrity_ test_integrity_ prod_events_ test_events_', /[^\W_]{24}/y),
	shape('Conekta', 'key_', /[^\W_]{20,24}(?!\w)/y, { isReal }),
	shape('Pagar.me', 'ak_live_ ak_test_', /[^\W_]{24}/y),
	shape('Pagar.me, Openpay', 'sk_', /(?:test_)?(?:[\da-f]{32}|[^\W_]{16})(?!\w)/y, { isReal }),
	shape('Stripe, Culqi', 'sk_live_ sk_test_ sk_prod_', /[^\W_]{16}/y),
	shape('Stripe', 'rk_live_ rk_test_ rk_prod_', /[^\W_]{16}/y),
	shape('Stripe', 'whsec_', /[\w+/]{32}/y),
	shape('Asaas', '$aact_', /[\w+/=:]{40}/y),
	shape('Efí', 'Client_Secret_', /[\da-f]{40}/y),
	// "Client_Id_" in Base64, followed by the secret.
	shape('Woovi, OpenPix', 'Q2xpZW50X0lkX', /[\w+/]{60}/y),
	shape(
		'VTEX',
		'AppToken appToken APP_TOKEN app_token apptoken',
		/\\?["'`]?\s{0,4}(?:=>|[:=])\s{0,4}\\?["'`]?([A-Z]{60})/y,
		{ isInWord: true },
	),
	shape(
		'Cielo',
		'MerchantKey merchantKey merchant_key MERCHANT_KEY merchantkey',
		/\\?["'`]?\s{0,4}(?:=>|[:=])\s{0,4}\\?["'`]?([A-Z]{40})(?!\w)/y,
		{ isInWord: true },
	),
	shape('Square', 'sq0atp- sq0csp-', /[\w-]{22}/y),
	shape('Square', 'EAAA', /[\w-]{60}(?![\w-])/y, { isReal }),
	shape('Braintree', 'access_token$production$ access_token$sandbox$', /[\da-z]{16}\$[\da-f]{32}/y),
	shape('Adyen', 'AQE', /[\w+/]{40,250}=?-[\w+/]{40}/y),
	shape('Shopify', 'shpat_ shpca_ shppa_ shpss_ shptka_', /[\da-fA-F]{32}(?!\w)/y),
	shape('Plaid', 'access-sandbox- access-development- access-production-', /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/y),
	shape('Flutterwave', 'FLWSECK', /(?:_TEST)?-[^\W_]{12}/y),
	shape('GoCardless', 'live_', /[\w-]{40}(?![\w-])/y, { isReal }),
	shape('Lob', 'live_ test_', /[\da-f]{35}(?!\w)/y),
	shape('EasyPost', 'EZAK EZTK', /[^\W_]{54}(?!\w)/y),
	shape('Shippo', 'shippo_live_ shippo_test_', /[\da-fA-F]{40}/y),
	shape('Duffel', 'duffel_live_ duffel_test_', /[\w=-]{43}/y),
];

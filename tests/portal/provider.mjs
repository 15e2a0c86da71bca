// A certified OpenID Connect provider as a province's portal: whoever signs in as CODE is that
// enterprise. node provider.mjs PORT REDIRECT_URI [in-token]; new keys at every start.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, redirect, where] = process.argv.slice(2);

function key(kind, options, alg) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg };
}

const client = (id, more) => ({
  client_id: id, redirect_uris: [redirect], post_logout_redirect_uris: [new URL('/', redirect).href], ...more,
});

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    client('surety-hn', { client_secret: 'a+secret/of=ours' }),
    client('surety-qz', {
      token_endpoint_auth_method: 'none', id_token_signed_response_alg: 'ES256',
    }),
    client('surety-bx', { client_secret: 'another-secret' }),
  ],
  jwks: {
    keys: [
      key('rsa', { modulusLength: 2048 }, 'RS256'),
      key('ec', { namedCurve: 'P-256' }, 'ES256'),
    ],
  },
  claims: { openid: ['sub'], profile: ['credit_code', 'name', 'user_type'] },
  // Off, the token itself tells of the person; on, as the standard has it, the provider when asked.
  conformIdTokenClaims: where !== 'in-token',
  findAccount: (_, id) => ({
    accountId: id,
    // Whoever is no enterprise has chosen to come as a natural person.
    claims: () => (id.startsWith('person-')
      ? { sub: id, name: `自然人${id}`, user_type: 'natural' }
      : { sub: id, credit_code: id, name: `门户登记的${id}`, user_type: 'legal' }),
  }),
  features: { rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
  cookies: { keys: [randomUUID()] },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));

// A real identity provider for the tests, on this machine only: who logs in as NAME is NAME@example.org.
//
//     node test-provider.mjs CLIENT SECRET REDIRECT_URI
//
// Prints its address once it listens, and runs until it is stopped.

import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [client, secret, redirect] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client,
        client_secret: secret,
        redirect_uris: [redirect],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'RS256',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: () => ({
        sub: name,
        email: `${name}@example.org`,
        email_verified: !name.startsWith('unverified'),
      }),
    }),
  });
  provider.on('server_error', (_context, error) => console.error(error));
  server.on('request', provider.callback());
  console.log(issuer);
});

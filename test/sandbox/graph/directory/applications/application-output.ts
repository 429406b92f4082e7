// An application as a resource: whole, its certificates only where they are asked for.
import type { Output } from '../../odata/shape.ts';

/** @param withKeys the public parts of its certificates, which come by `$select` alone (resources/keycredential) */
export function applicationOutput(resource: Output, withKeys = false): Output {
  const { web, keyCredentials } = resource as { web: { redirectUris: string[] }; keyCredentials: Output[] };
  return {
    ...resource,
    web: { ...web, redirectUriSettings: web.redirectUris.map((uri) => ({ uri, index: null })) },
    keyCredentials: withKeys ? keyCredentials : keyCredentials.map((credential) => ({ ...credential, key: null })),
  };
}

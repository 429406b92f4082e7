// The api-version that every request names: required, and one that the operation or the resource type knows.
import { ArmGap, ArmRefusal } from './operation.ts';
import { LOCATIONS, type Provider, providerOf, type ResourceType, VAULT_VERSIONS } from './provider-catalog.ts';

/** @throws ArmRefusal 400 where there is none. */
export function requiredVersion(query: URLSearchParams): string {
  const version = query.get('api-version');
  if (version) return version;
  throw new ArmRefusal(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

/** @param known those of the operation. @throws ArmRefusal 400 `InvalidApiVersionParameter` */
export function checkVersion(version: string, known: readonly string[]): void {
  if (known.includes(version)) return;
  throw new ArmRefusal(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are '${known.join(',')}'.`,
  );
}

/**
 * The type of a resource, in a version that it knows.
 * @throws ArmRefusal 404 `InvalidResourceNamespace` or `InvalidResourceType`, 400 `NoRegisteredProviderFound`
 * @throws ArmGap for a type that Azure may have and the sandbox has not.
 */
export function resourceTypeOf(
  { namespace, typePath }: { namespace: string; typePath: string },
  version: string,
  location: string | null,
): { provider: Provider; type: ResourceType } {
  const provider = providerOf(namespace);
  if (!provider) {
    if (/^Microsoft\./i.test(namespace)) throw new ArmGap();
    throw new ArmRefusal(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
  }
  const type = provider.types.find(({ name }) => name.toLowerCase() === typePath.toLowerCase());
  if (!type) {
    if (!provider.isWhole) throw new ArmGap();
    throw new ArmRefusal(
      404,
      'InvalidResourceType',
      `The resource type '${typePath}' could not be found in the namespace '${provider.namespace}' for api version '${version}'. The supported api-versions are '${VAULT_VERSIONS.join(',')}'.`,
    );
  }
  if (type.apiVersions.includes(version)) return { provider, type };
  const regions = LOCATIONS.map(({ name }) => name).join(', ');
  throw new ArmRefusal(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '${location ?? ''}' and API version '${version}' for type '${type.name}'. The supported api-versions are '${type.apiVersions.join(', ')}'. The supported locations are '${regions}'.`,
  );
}

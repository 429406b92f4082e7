// Where each Microsoft cloud lives. Product code speaks to these names only.

export interface Cloud {
  name: 'public' | 'usgov' | 'usgov-dod' | 'china';
  /** Origins, without a trailing slash. */
  login: string;
  graph: string;
  management: string;
}

const CLOUDS: Record<Cloud['name'], Cloud> = {
  public: {
    name: 'public',
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    management: 'https://management.azure.com',
  },
  usgov: {
    name: 'usgov',
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    management: 'https://management.usgovcloudapi.net',
  },
  'usgov-dod': {
    name: 'usgov-dod',
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    management: 'https://management.usgovcloudapi.net',
  },
  china: {
    name: 'china',
    login: 'https://login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    management: 'https://management.chinacloudapi.cn',
  },
};

/**
 * The endpoints of a cloud, by the name that `MICROSOFT_CLOUD` uses.
 * @throws RangeError for a name that is no cloud.
 * @see https://learn.microsoft.com/graph/deployments
 */
export function cloudByName(name: string): Cloud {
  const cloud = (CLOUDS as Record<string, Cloud | undefined>)[name];
  if (!cloud)
    throw new RangeError(`MICROSOFT_CLOUD must be one of ${Object.keys(CLOUDS).join(', ')}; it is "${name}".`);
  return cloud;
}

/** Every origin of a cloud that this product may talk to. */
export function originsOf(cloud: Cloud): string[] {
  return [cloud.login, cloud.graph, cloud.management];
}

// The trash of the directory: applications that were deleted and still hold their unique names.
import type { Operation } from '../operation.ts';
import { collection, tenantIdOf } from './resources.ts';

export const deletedItemOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.application',
    permissions: [
      'Application.Read.All',
      'Application.ReadWrite.All',
      'Directory.Read.All',
      'Directory.AccessAsUser.All',
    ],
    coverage: { evidence: 'documented', source: 'directory-deleteditems-list', difference: 'never emptied' },
    answer: (call) =>
      collection(
        'directoryObjects',
        [...call.world.applications.values()]
          .filter((application) => application.tenantId === tenantIdOf(call) && application.deletedDateTime !== null)
          .map(({ resource }) => resource),
      ),
  },
];

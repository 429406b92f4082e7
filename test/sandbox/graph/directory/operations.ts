// All operations of the directory.
import type { Operation } from '../operation.ts';
import { applicationOperations } from './applications/operations.ts';
import { deletedItemOperations } from './deleted-items.ts';
import { directoryObjectOperations } from './directory-objects.ts';
import { peopleOperations } from './people/operations.ts';
import { policyOperations } from './policies/operations.ts';
import { servicePrincipalOperations } from './service-principals/operations.ts';

export const directoryOperations: readonly Operation[] = [
  ...applicationOperations,
  ...deletedItemOperations,
  ...servicePrincipalOperations,
  ...peopleOperations,
  ...policyOperations,
  ...directoryObjectOperations,
];

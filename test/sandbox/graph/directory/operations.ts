// All operations of the directory.
import type { Operation } from '../operation.ts';
import { applicationOperations } from './applications.ts';
import { deletedItemOperations } from './deleted-items.ts';
import { peopleOperations } from './people.ts';
import { policyOperations } from './policies.ts';
import { servicePrincipalOperations } from './service-principals.ts';

export const directoryOperations: readonly Operation[] = [
  ...applicationOperations,
  ...deletedItemOperations,
  ...servicePrincipalOperations,
  ...peopleOperations,
  ...policyOperations,
];

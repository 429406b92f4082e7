// What the steps of an apply share: their ports, what they work on, and what they have found or made so far.
import type { GraphApplication, GraphServicePrincipal } from '../../graph/models/application.ts';
import { untilItPasses } from '../consistency.ts';
import type { SignInPort } from '../ports.ts';
import type { LiveRegistration } from '../read-live.ts';
import type { DesiredRegistration } from '../registration.ts';
import type { SurveyPorts } from '../survey.ts';

export interface ApplyPorts extends SurveyPorts {
  signIn: SignInPort;
}

export interface SecretSummary {
  keyId: string;
  hint: string | null;
  expiresAt: string | null;
}

/** The state of one apply; each step changes what it is about. */
export interface Run {
  readonly ports: ApplyPorts;
  readonly desired: DesiredRegistration;
  readonly tenantId: string;
  readonly graph: LiveRegistration['graph'];
  application: GraphApplication | null;
  servicePrincipal: GraphServicePrincipal | null;
  /** Whether something was made moments ago, so that a 404 may be a lagging replica. */
  isNewborn: boolean;
  isConsentRefused: boolean;
  newSecret: SecretSummary | null;
  isHandedOver: boolean;
}

/** The application, which every step after the first relies on. */
export function applicationOf(run: Run): GraphApplication {
  if (run.application) return run.application;
  throw new TypeError('The plan has a step about an application before the step that makes it.');
}

/** Runs one step with the patience that this run has. The step must be safe to repeat. */
export function patiently<T>(run: Run, step: () => Promise<T>): Promise<T> {
  const { waiting, report } = run.ports;
  return untilItPasses(step, { waiting, report, isNewborn: run.isNewborn });
}

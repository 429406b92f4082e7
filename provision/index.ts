// The one door of provisioning: look and plan, apply, prove. Everything behind it works on ports that the caller gives.
export { type Applied, applyPlan } from './apply/apply-plan.ts';
export type { ApplyPorts } from './apply/run.ts';
export type { Change, FieldChange } from './plan/changes.ts';
export { type Administrator, readAdministrator, type Survey, survey } from './survey.ts';
export { verifySignIn } from './verify.ts';

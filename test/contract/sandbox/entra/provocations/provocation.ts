// What a provocation is: it brings about one refusal, on a stage of its own.
import type { EntraStage, Met } from '../entra-stage.ts';

export type Provocations = Readonly<Record<number, (stage: EntraStage) => Promise<Met>>>;

// Turns whatever went wrong into a problem with a code and advice. What is not known here is a defect and stays one.
import { adviceFor } from '../../graph/advice/advice.ts';
import { SandboxRefusedError } from '../../graph/transport/origin-map.ts';
import { redact } from '../../graph/transport/redaction.ts';
import { DirectoryFailure } from '../directory-failure.ts';
import { Problem } from '../problem.ts';

export function explain(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof DirectoryFailure) return explainDirectory(error);
  if (error instanceof SandboxRefusedError) {
    return new Problem('option_invalid', { message: error.message, advice: 'Correct --sandbox or SANDBOX_URL.' });
  }
  if (error instanceof RangeError && error.message.startsWith('MICROSOFT_CLOUD')) {
    return new Problem('option_invalid', { message: error.message, advice: 'Correct MICROSOFT_CLOUD, or unset it.' });
  }
  return null;
}

function explainDirectory({ facts, cause }: DirectoryFailure): Problem {
  const { call, status, code, message, requestIds, detailCodes } = facts;
  if (status === null) {
    return new Problem('microsoft_silent', {
      message: `${call}: no answer came (${message}).`,
      advice: 'Check the connection and run this again: it goes on where it stopped.',
      cause,
    });
  }
  const advice = [code, ...detailCodes].map(adviceFor).find((found) => found !== undefined);
  return new Problem('microsoft_refused', {
    message: `${call} was refused: ${redact(message)}`,
    microsoftCode: code,
    requestIds,
    advice: advice?.nextStep ?? 'Give the ids above to Microsoft support if it stays so.',
  });
}

// Self-signed certificates for tests, made here: Node can read certificates but not write them.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ApplicationCertificate } from '../../../sandbox/core/world.ts';

export interface TestCertificate {
  /** As an application's keyCredentials hold it. */
  registered: ApplicationCertificate;
  /** PKCS 8. */
  privateKey: string;
  privateKeyObject: KeyObject;
  certificate: string;
  thumbprintSha256: string;
}

const tagged = (tag: number, ...parts: Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from([tag, ...size]), content]);
};
const sequence = (...parts: Uint8Array[]) => tagged(0x30, ...parts);
const utcTime = (iso: string) => tagged(0x17, Buffer.from(`${iso.slice(2).replaceAll(/[-:T]/g, '').slice(0, 12)}Z`));
const SHA256_WITH_RSA = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');

/** @param options.from e.g. `2026-01-01T00:00:00Z` */
export function createCertificate({ from, until }: { from: string; until: string }): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from('sandbox test')))));
  const body = sequence(
    tagged(0x02, Uint8Array.from([1])),
    SHA256_WITH_RSA,
    name,
    sequence(utcTime(from), utcTime(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const der = Buffer.from(sequence(body, SHA256_WITH_RSA, tagged(0x03, Uint8Array.from([0]), signature)));
  const base64 = der.toString('base64');
  return {
    registered: {
      keyId: '00000000-0000-4000-8000-0000000000ce',
      certificate: base64,
      startDateTime: from,
      endDateTime: until,
    },
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKeyObject: privateKey,
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    thumbprintSha256: createHash('sha256').update(der).digest('hex').toUpperCase(),
  };
}

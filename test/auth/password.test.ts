import { scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { hashPassword, PasswordRefused, verifyPassword } from '../../src/auth/password.js';

/** The real scrypt, watched. */
const derive = vi.hoisted(() => vi.fn<typeof import('node:crypto').scrypt>());
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  derive.mockImplementation(crypto.scrypt);
  return { ...crypto, scrypt: derive };
});

describe('a password', () => {
  it('is verified against its own hash and no other', async () => {
    const stored = await hashPassword('correct horse');
    expect(stored).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/=]{24}\$[\w+/=]{44}$/);
    expect(await verifyPassword('correct horse', stored)).toBe(true);
    expect(await verifyPassword('correct horsE', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  });

  it('has a new salt each time', async () => {
    expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'));
  });

  it('is the same in either encoding of its characters', async () => {
    expect(await verifyPassword('caf\u00e9 noir', await hashPassword('cafe\u0301 noir'))).toBe(true);
  });

  it('keeps working when the cost of new hashes has changed', async () => {
    const salt = Buffer.from('salt'.repeat(4));
    const hash = scryptSync('correct horse', salt, 32, { N: 2 ** 10, r: 4, p: 2 });
    const older = `$scrypt$ln=10,r=4,p=2$${salt.toString('base64')}$${hash.toString('base64')}`;
    expect(await verifyPassword('correct horse', older)).toBe(true);
    expect(await verifyPassword('correct horsE', older)).toBe(false);
  });

  it.each(['', '1234567', '\u{1f600}'.repeat(7), 'x'.repeat(1025)])('is refused for its length', async (password) => {
    await expect(hashPassword(password)).rejects.toThrow(PasswordRefused);
  });

  it('may have 8 to 1024 characters, whatever they are', { tags: ['slow'] }, async () => {
    const password = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(password, async (text) => verifyPassword(text, await hashPassword(text))),
      { numRuns: 5 },
    );
    expect(await verifyPassword('\u{1f600}'.repeat(1024), await hashPassword('\u{1f600}'.repeat(1024)))).toBe(true);
  });

  it('takes as much work to refuse when there is no account', async () => {
    const stored = await hashPassword('correct horse');
    derive.mockClear();
    for (const hash of [stored, undefined, null]) expect(await verifyPassword('wrong horse!', hash)).toBe(false);
    const [known, ...unknown] = derive.mock.calls.map(([, , length, cost]) => [length, cost]);
    expect(unknown).toEqual([known, known]);
  });

  const salt = Buffer.from('salt'.repeat(4)).toString('base64');
  const hash = Buffer.alloc(32).toString('base64');
  it.each([
    'correct horse',
    '',
    `$scrypt$ln=22,r=8,p=5$${salt}$${hash}`,
    `$scrypt$ln=14,r=8,p=99$${salt}$${hash}`,
    `$scrypt$ln=14,r=99,p=5$${salt}$${hash}`,
    `$scrypt$ln=0,r=8,p=5$${salt}$${hash}`,
    `$scrypt$ln=14,r=0,p=5$${salt}$${hash}`,
    `$scrypt$ln=14,r=8,p=0$${salt}$${hash}`,
    `$scrypt$ln=17,r=1,p=1$${salt}$${hash}`,
    `$scrypt$ln=14,r=8,p=5$$${hash}`,
    `$scrypt$ln=14,r=8,p=5$A$${hash}`,
    `$scrypt$ln=14,r=8,p=5$${salt}$${'A'.repeat(4000)}`,
  ])('takes the usual work, and is wrong, where what is stored is no hash of ours: %.40s', async (stored) => {
    const onUnusable = vi.fn<() => void>();
    derive.mockClear();
    expect(await verifyPassword('correct horse', stored, onUnusable)).toBe(false);
    expect(onUnusable).toHaveBeenCalledOnce();
    expect(derive.mock.calls.map(([, , length, cost]) => [length, cost])).toEqual([
      [32, expect.objectContaining({ N: 2 ** 14, r: 8, p: 5 })],
    ]);
  });
});

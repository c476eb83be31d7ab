import { afterEach, describe, expect, it } from 'vitest';
import * as guidance from './guidance';

afterEach(() => guidance.useGuidance(guidance.BUILT_IN));

describe('the content in use', () => {
  it('names who says each thing, and when that was read', () => {
    const all = [guidance.EMERGENCY, guidance.CLINICAL_TEAM, ...guidance.TODAY, ...guidance.WHILE_YOU_WRITE, ...guidance.AT_RISK, ...guidance.SELF_HARM];
    for (const one of all) {
      expect(one.text).not.toBe('');
      expect(one.source).toMatch(/[A-Z]/);
      expect(one.asAt).toMatch(/^20\d\d-\d\d$/);
    }
  });

  it('is the newer one wherever it is read', () => {
    const newer = structuredClone(guidance.BUILT_IN);
    newer.guidance.emergency.text = 'If you are in danger now, ring 112.';
    newer.guidance.numbers = newer.guidance.numbers.map((one) => ({ ...one, number: '112' }));
    guidance.useGuidance(newer);
    expect(guidance.EMERGENCY.text).toContain('112');
    expect(guidance.AT_RISK.map((one) => one.number)).toEqual(guidance.AT_RISK.map(() => '112'));
    expect(guidance.content()).toBe(newer.guidance);
  });

  it('says a source by its name', () => {
    expect(guidance.sourceNames(['uk_999', 'nobody'])).toBe('The emergency number of the United Kingdom; nobody');
  });
});

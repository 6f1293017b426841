import { expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';
import { stableIdOf } from '../../pim/stable-id.ts';

it('survives renames that say `was`', () => {
  const { model } = readModelText(`model M version 3 context Fleet was Garage {
    aggregate Vehicle was Car was Motor { id plate was licence: String(1..9) colour: String(1..9) }
  }`);
  const index = indexModel(model ?? expect.fail('the model does not parse'));
  expect(stableIdOf(index, 'M.Fleet.Vehicle')).toBe('M.Garage.Motor');
  expect(stableIdOf(index, 'M.Fleet.Vehicle.plate')).toBe('M.Garage.Motor.licence');
  expect(stableIdOf(index, 'M.Fleet.Vehicle.colour')).toBe('M.Garage.Motor.colour');
});

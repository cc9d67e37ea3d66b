// @ts-check
/** The individual identification number (ИИН, ЖСН), checked before it is sent so that a clerk sees a slip of the finger at once. The server decides. */

const FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/** @param {string} digits @param {number[]} weights */
function remainder(digits, weights) {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11;
}

/**
 * Whether twelve digits carry the right check digit.
 *
 * @param {string} value may hold spaces
 */
export function validIin(value) {
  const digits = value.replace(/\s/g, '');
  if (!/^\d{12}$/.test(digits)) {
    return false;
  }
  let check = remainder(digits, FIRST);
  if (check === 10) {
    check = remainder(digits, SECOND);
  }
  return check < 10 && check === Number(digits[11]);
}

export function titles(): string[] {
  return ['Ducks at dawn', 'Ducks at dusk'];
}

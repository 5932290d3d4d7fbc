const teas = ['Assam', 'Darjeeling', 'Oolong'];

export function Menu() {
  return (
    <ul>
      {teas.map((tea) => (
        <li key={tea}>{tea}</li>
      ))}
    </ul>
  );
}

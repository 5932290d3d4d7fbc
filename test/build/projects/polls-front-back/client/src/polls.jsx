import { useEffect, useState } from 'preact/hooks';

export function Polls() {
  const [polls, setPolls] = useState([]);
  useEffect(() => {
    fetch('/api/polls')
      .then((response) => response.json())
      .then(setPolls);
  }, []);
  return <ul>{polls.map(({ id, question }) => <li key={id}>{question}</li>)}</ul>;
}

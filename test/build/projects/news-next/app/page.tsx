import { stories } from '../lib/stories';

export default function Page() {
  return (
    <ul>
      {stories.map(({ slug, title }) => (
        <li key={slug}>
          <a href={`/stories/${slug}`}>{title}</a>
        </li>
      ))}
    </ul>
  );
}

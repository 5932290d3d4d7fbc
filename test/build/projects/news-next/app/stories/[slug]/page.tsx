import { notFound } from 'next/navigation';
import { stories } from '../../../lib/stories';

export const dynamic = 'force-dynamic';

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const story = stories.find((each) => each.slug === slug);
  if (!story) notFound();
  return <h1>{story.title}</h1>;
}

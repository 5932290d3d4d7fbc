export interface Story {
  slug: string;
  title: string;
}

export const stories: Story[] = [
  { slug: 'rain', title: 'Rain in the hills' },
  { slug: 'harvest', title: 'A good harvest' },
];

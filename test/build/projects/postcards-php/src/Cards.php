<?php

namespace Example\Postcards;

final class Cards
{
    /** @return string[] */
    public static function all(): array
    {
        return ['From the lake', 'From the hills'];
    }
}

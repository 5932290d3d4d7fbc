<?php

require __DIR__ . '/../vendor/autoload.php';

use Example\Postcards\Cards;

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/health') {
    header('Content-Type: application/json');
    echo json_encode(['status' => 'ok']);
    return;
}
$cards = Cards::all();
require __DIR__ . '/../templates/cards.php';

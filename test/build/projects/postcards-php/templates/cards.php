<!doctype html>
<title>Postcards</title>
<?php foreach ($cards as $card): ?>
<p><?= htmlspecialchars($card) ?></p>
<?php endforeach; ?>

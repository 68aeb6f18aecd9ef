<?php
// The edits that wordpress.py lists, made with the functions that WordPress' own screens call.
require __DIR__ . '/start.php';

rewrite('about-us/our-integrated-care-partnership', ['Tom Ashdown' => 'Grace Mbeki']);
rewrite('about-us/our-integrated-care-partnership/meetings', [
    'Thursday 11 March 2027</td>' => 'Thursday 11 March 2027 (cancelled)</td>',
]);
stop_on_error(wp_trash_post(get_page_by_path('partnership-citizens-forum')->ID));
stop_on_error(wp_update_post([
    'ID' => get_page_by_path('integrated-care-strategy')->ID, 'post_name' => 'integrated-care-strategy-2023-2028',
], true));
foreach (['Winter plan published', 'Help us name the new clinic', 'Pharmacies open at Christmas',
          'Staff awards', 'Road works at the hospital'] as $number => $title) {
    news($title, "$title: read more on this page soon.", sprintf('2026-11-%02d 10:00:00', $number + 1));
}

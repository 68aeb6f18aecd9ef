<?php
// What both steps need: WordPress with its administration, and the words of blocks as its editor writes them.
$_SERVER['HTTP_HOST'] = parse_url(getenv('WORDPRESS_URL'), PHP_URL_HOST);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
require __DIR__ . '/wp-config.php';
require ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function paragraph(string $text): string {
    return "<!-- wp:paragraph -->\n<p>$text</p>\n<!-- /wp:paragraph -->\n\n";
}

function heading(string $text): string {
    return "<!-- wp:heading -->\n<h2>$text</h2>\n<!-- /wp:heading -->\n\n";
}

function items(array $texts): string {
    $lines = array_map(fn($text) => "<!-- wp:list-item -->\n<li>$text</li>\n<!-- /wp:list-item -->", $texts);
    return "<!-- wp:list -->\n<ul>" . implode("\n", $lines) . "</ul>\n<!-- /wp:list -->\n\n";
}

function table(array $labels, array $rows): string {
    $cells = fn($row, $tag) => '<tr>' . implode('', array_map(fn($cell) => "<$tag>$cell</$tag>", $row)) . '</tr>';
    $body = implode('', array_map(fn($row) => $cells($row, 'td'), $rows));
    return "<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><thead>" . $cells($labels, 'th')
        . "</thead><tbody>$body</tbody></table></figure>\n<!-- /wp:table -->\n\n";
}

function document(int $id, string $title): string {
    $url = wp_get_attachment_url($id);
    return "<!-- wp:file {\"id\":$id,\"href\":\"$url\"} -->\n<div class=\"wp-block-file\"><a id=\"file-$id\" href=\"$url\">"
        . "$title</a><a href=\"$url\" class=\"wp-block-file__button wp-element-button\" download>Download</a></div>\n"
        . "<!-- /wp:file -->\n\n";
}

function stop_on_error(int|WP_Error|WP_Post|false|null $outcome): int {
    if (!$outcome || is_wp_error($outcome)) {
        fwrite(STDERR, is_wp_error($outcome) ? $outcome->get_error_message() : 'WordPress refused');
        exit(1);
    }
    return $outcome instanceof WP_Post ? $outcome->ID : $outcome;
}

function page(string $slug, string $title, string $content, int $parent = 0): int {
    return stop_on_error(wp_insert_post([
        'post_type' => 'page', 'post_status' => 'publish', 'post_name' => $slug, 'post_title' => $title,
        'post_content' => $content, 'post_parent' => $parent, 'comment_status' => 'closed',
    ], true));
}

function news(string $title, string $text, string $date): int {
    return stop_on_error(wp_insert_post([
        'post_status' => 'publish', 'post_title' => $title, 'post_content' => paragraph($text), 'post_date' => $date,
    ], true));
}

function rewrite(string $path, array $replacements): void {
    $page = get_page_by_path($path);
    foreach ($replacements as $old => $new) {
        if (!str_contains($page->post_content, $old)) {
            fwrite(STDERR, "$path does not hold: $old");
            exit(1);
        }
    }
    $content = strtr($page->post_content, $replacements);
    stop_on_error(wp_update_post(['ID' => $page->ID, 'post_content' => $content], true));
}

using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Installing;

/// <summary>
/// A page at the end of an install: what happened, and what to do now. It shows nothing of what the browser sent. Immutable.
/// </summary>
/// <param name="Status">The response's status.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Body">The page's middle, as HTML of ours.</param>
/// <param name="Link">Where to go next.</param>
/// <param name="LinkText">What the link says.</param>
internal sealed record InstallPage(int Status, string Title, string Body, string Link, string LinkText)
{
    private const string NothingChanged = "<p>Nothing was installed, and nothing was changed.</p>";

    /// <summary>It worked.</summary>
    /// <param name="where">The workspace's name as Slack gave it; empty if it has none.</param>
    /// <param name="open">Opens the bot in Slack.</param>
    public static InstallPage Installed(string where, Uri open) => new(
        StatusCodes.Status200OK,
        where.Length == 0 ? "MlOpsBot is installed" : $"MlOpsBot is installed in {where}",
        """
        <p>What to do now:</p>
        <ul>
        <li>Type <code>/mlops who owns model monitoring?</code> anywhere. Only you see the answer until you share it.</li>
        <li>Invite the bot to a channel with <code>/invite</code>, then mention it there with a question.</li>
        <li>Open its Home tab to browse the roles.</li>
        </ul>
        """,
        open.AbsoluteUri,
        "Open MlOpsBot in Slack");

    /// <summary>Somebody said no on Slack's page.</summary>
    public static InstallPage Declined(string again) => new(
        StatusCodes.Status200OK, "The install was cancelled", NothingChanged, again, "Start again");

    /// <summary>The state is not one that this browser was given, or not any more.</summary>
    public static InstallPage Stale(string again) => new(
        StatusCodes.Status400BadRequest,
        "This install cannot be finished",
        "<p>An install has to be finished within ten minutes, once, and in the browser in which it was started, with cookies allowed.</p>" + NothingChanged,
        again,
        "Start again");

    /// <summary>Slack did not grant what it was asked for.</summary>
    public static InstallPage Refused(string again) => new(
        StatusCodes.Status400BadRequest,
        "Slack refused the install",
        "<p>Slack did not accept the request. If starting again does not help, ask whoever runs this bot: the reason stands in its log.</p>" + NothingChanged,
        again,
        "Start again");

    /// <summary>Slack, or the store, is out of reach.</summary>
    public static InstallPage Unavailable(string again) => new(
        StatusCodes.Status503ServiceUnavailable,
        "The install could not be finished",
        "<p>Something that is needed is out of reach just now. Please wait a minute and start again.</p>",
        again,
        "Start again");

    /// <summary>Writes the page.</summary>
    /// <param name="context">The response.</param>
    /// <param name="style">The address of the style sheet: the site's policy allows no style inside the page.</param>
    public Task WriteAsync(HttpContext context, string style)
    {
        var encode = HtmlEncoder.Default;
        context.Response.StatusCode = Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{encode.Encode(Title)}</title>
            <link rel="stylesheet" href="{encode.Encode(style)}">
            </head>
            <body>
            <main>
            <h1>{encode.Encode(Title)}</h1>
            {Body}
            <p><a class="next" href="{encode.Encode(Link)}">{encode.Encode(LinkText)}</a></p>
            </main>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}

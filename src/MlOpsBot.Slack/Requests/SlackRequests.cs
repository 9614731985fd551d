using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Slack.Requests;

/// <summary>The three addresses that Slack calls.</summary>
public static class SlackRequests
{
    /// <summary>Where events come.</summary>
    public const string Events = "/slack/events";

    /// <summary>Where slash commands come.</summary>
    public const string Commands = "/slack/commands";

    /// <summary>Where presses, forms and shortcuts come.</summary>
    public const string Interactions = "/slack/interactions";

    /// <summary>
    /// Maps them, for POST alone. Needs <see cref="SlackOptions.SigningSecret"/>, a <see cref="SlackReceiver"/>, a
    /// <see cref="RequestMeter"/> and a <see cref="TimeProvider"/>, which are looked up with the first request.
    /// </summary>
    /// <exception cref="InvalidOperationException">The signing secret is missing or empty.</exception>
    public static void MapSlackRequests(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        if (string.IsNullOrEmpty(services.GetRequiredService<SlackOptions>().SigningSecret?.Reveal()))
        {
            throw new InvalidOperationException("Without a signing secret Slack's requests cannot be told from others.");
        }

        var door = new Lazy<SlackDoor>(services.GetRequiredService<SlackDoor>);
        routes.MapPost(Events, context => door.Value.EventAsync(context)).WithMetadata(Replies.BodyLimit);
        routes.MapPost(Commands, context => door.Value.CommandAsync(context)).WithMetadata(Replies.BodyLimit);
        routes.MapPost(Interactions, context => door.Value.InteractionAsync(context)).WithMetadata(Replies.BodyLimit);
    }
}

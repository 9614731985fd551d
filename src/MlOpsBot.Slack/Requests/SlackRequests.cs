using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;

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
    /// Maps them, for POST alone. Needs <see cref="SlackOptions.SigningSecret"/>, a <see cref="SlackReceiver"/> and a
    /// <see cref="TimeProvider"/>, which are looked up with the first request.
    /// </summary>
    /// <exception cref="InvalidOperationException">The signing secret is missing or empty.</exception>
    public static void MapSlackRequests(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        if (string.IsNullOrEmpty(services.GetRequiredService<Current<SlackOptions>>().Value.SigningSecret?.Reveal()))
        {
            throw new InvalidOperationException("Without a signing secret Slack's requests cannot be told from others.");
        }

        var door = new Lazy<SlackDoor>(services.GetRequiredService<SlackDoor>);
        Map(routes, Events, "events", context => door.Value.EventAsync(context));
        Map(routes, Commands, "commands", context => door.Value.CommandAsync(context));
        Map(routes, Interactions, "interactions", context => door.Value.InteractionAsync(context));
    }

    private static void Map(IEndpointRouteBuilder routes, string address, string word, RequestDelegate serve)
        => routes.MapPost(address, new Acknowledging(SlackInstallation.Platform, word, serve).ServeAsync).WithMetadata(Replies.BodyLimit);
}

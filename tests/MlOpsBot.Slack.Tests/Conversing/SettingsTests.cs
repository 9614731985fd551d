using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Conversing;

public sealed class SettingsTests
{
    private static readonly (string, string)[] _privately =
        [(ActionIds.SettingsPlace, RuleValue.Privately), (ActionIds.SettingsFollow, RuleValue.Default), (ActionIds.SettingsSilent, RuleValue.Yes)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_changes_how_a_channel_is_answered_the_channel_is_told_and_anybody_may_undo_it()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, kim, general) = (bot.Slack.Robin, bot.Slack.Kim, bot.Slack.General);
        var form = await robin.PressAsync(await ShownAsync(bot, general), "Change");
        form.Change.Kind.ShouldBe(ChangeKind.ModalOpened);

        await robin.SendSubmitAsync(form.View!, _privately);
        await bot.QuietAsync();
        (await RuleAsync(bot, general)).ShouldBe(new ChannelRule(AnswerPlace.Private, null, true));
        var told = bot.Slack.World.Seen(kim, general).Last();
        told.Read().ShouldContain("changed how I answer in this channel");
        told.Mentions.ShouldContain(mention => mention.Target == robin.Id);

        (await kim.PressAsync(told, "Undo")).Change.Kind.ShouldBe(ChangeKind.Updated);
        (await RuleAsync(bot, general)).ShouldBeNull();
        var audit = await bot.Store.Audit.ListAsync(TalkingBot.Acme, 10, Cancellation);
        audit.Select(entry => (entry.Actor, entry.Action, entry.Subject)).ShouldBe(
            [(kim.Id, "channel-rule", general.Id), (robin.Id, "channel-rule", general.Id)]);

        // And the undoing can be undone.
        await robin.PressAsync(bot.Slack.World.Seen(kim, general).Last(), "Undo");
        (await RuleAsync(bot, general)).ShouldBe(new ChannelRule(AnswerPlace.Private, null, true));
    }

    [Fact]
    public async Task Guests_and_people_of_other_workspaces_change_nothing_whatever_they_send()
    {
        await using var bot = await TalkingBot.StartAsync();
        var shared = bot.Slack.Shared;
        var form = (await bot.Slack.Robin.PressAsync(await ShownAsync(bot, shared), "Change")).View!;
        foreach (var person in new[] { bot.Slack.Guest, bot.Slack.Stranger })
        {
            var channel = person == bot.Slack.Guest ? bot.Slack.General : shared;
            var said = await person.PressAsync(await ShownAsync(bot, channel), "Change");
            said.Message!.OnlyFor.ShouldBe(person.Id);
            said.Read().ShouldContain("Only full members of this workspace");

            // A form that somebody else was given.
            await person.SendSubmitAsync(form, _privately);
            await bot.QuietAsync();
            (await RuleAsync(bot, shared)).ShouldBeNull();
        }

        var refused = await bot.Store.Audit.ListAsync(TalkingBot.Acme, 10, Cancellation);
        refused.Select(entry => entry.Actor).Distinct().ShouldBe([bot.Slack.Guest.Id, bot.Slack.Stranger.Id], ignoreOrder: true);
        refused.Length.ShouldBe(3, "who may not is on record, for each button and for the form, which is one");
        refused.ShouldAllBe(entry => entry.Action == AuditActions.Refused(AuditActions.ChannelRule));
    }

    [Fact]
    public async Task Where_administrators_alone_may_a_member_may_not_until_they_are_one()
    {
        await using var bot = await TalkingBot.StartAsync(null, ("MlOpsBot:Slack:WhoMayChangeSettings", "Administrators"));
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        var shown = await ShownAsync(bot, general);
        (await robin.PressAsync(shown, "Change")).Read().ShouldContain("Only administrators and owners");
        robin.Kind = PersonKind.Admin;

        // Not within what counts as a double click.
        (await bot.Slack.Admin.PressAsync(shown, "Change")).Change.Kind.ShouldBe(ChangeKind.ModalOpened);
        (await robin.PressAsync(await ShownAsync(bot, general), "Change")).Change.Kind.ShouldBe(ChangeKind.ModalOpened);
    }

    [Fact]
    public async Task The_form_that_is_sent_with_what_holds_already_leaves_no_line_in_the_audit()
    {
        await using var bot = await TalkingBot.StartAsync();
        var rule = new ChannelRule(AnswerPlace.Private, null, true);
        await bot.Store.ChannelRules.SetAsync(TalkingBot.Acme, bot.Slack.General.Id, rule, "U1", Cancellation);
        var form = await bot.Slack.Robin.PressAsync(await ShownAsync(bot, bot.Slack.General), "Change");
        await bot.Slack.Robin.SendSubmitAsync(form.View!, _privately);
        await bot.QuietAsync();
        (await bot.Store.Audit.ListAsync(TalkingBot.Acme, 10, Cancellation)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_rules_are_shown_with_a_way_to_change_them_to_those_who_may()
    {
        await using var bot = await TalkingBot.StartAsync();
        var access = (await bot.Services.GetRequiredService<SlackWorkspaces>().FindAsync("T0ACME", null, Cancellation))!;
        var settings = bot.Services.GetRequiredService<ChannelSettings>();
        var general = bot.Slack.General.Id;
        (await settings.ShowAsync(access, new SlackActor(bot.Slack.Robin.Id), general, Cancellation)).Blocks.ShouldContain(block => block is ActionsBlock);
        (await settings.ShowAsync(access, new SlackActor(bot.Slack.Guest.Id), general, Cancellation)).Blocks.ShouldNotContain(block => block is ActionsBlock);
        (await settings.ShowAsync(access, new SlackActor(bot.Slack.Stranger.Id), general, Cancellation)).Blocks.ShouldNotContain(block => block is ActionsBlock);
    }

    [Fact]
    public async Task In_a_direct_message_there_is_nothing_to_set_and_it_says_where_there_is()
    {
        await using var bot = await TalkingBot.StartAsync();
        var access = (await bot.Services.GetRequiredService<SlackWorkspaces>().FindAsync("T0ACME", null, Cancellation))!;
        var shown = await bot.Services.GetRequiredService<ChannelSettings>().ShowAsync(access, new SlackActor(bot.Slack.Robin.Id), "D0000000001", Cancellation);
        shown.Blocks.ShouldNotContain(block => block is ActionsBlock);
        shown.Text.ShouldContain("/mlops settings in a channel");
    }

    private static Task<ChannelRule?> RuleAsync(TalkingBot bot, Channel channel)
        => bot.Store.ChannelRules.FindAsync(TalkingBot.Acme, channel.Id, Cancellation);

    /// <summary>The rules as a message that everybody in the channel sees: the strictest case, for anybody can press.</summary>
    private static Task<Message> ShownAsync(TalkingBot bot, Channel channel)
    {
        var value = new RuleValue(channel.Id, new ChannelRule(null, null, null)).Write();
        return OldMessages.PostAsync(bot, channel, "Change", ActionIds.SettingsEdit, value);
    }
}

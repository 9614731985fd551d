using System.Reflection;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>Whatever changes a channel's tips leaves a line in the audit, refused or done.</summary>
public sealed class AuditTests : Desk
{
    /// <summary>What is typed for each order, and under what word it stands in the audit; null for what changes nothing that others decided.</summary>
    private static readonly Dictionary<string, (string Words, string? Action)> s_orders = new(StringComparer.Ordinal)
    {
        ["On"] = ("on every day 10:00", AuditActions.Tips),
        ["Off"] = ("off", AuditActions.Tips),
        ["Pause"] = ("pause until 20 March", AuditActions.Tips),
        ["Resume"] = ("resume", AuditActions.Tips),
        ["Skip"] = ("skip", AuditActions.Tips),
        ["About"] = ("about governance", AuditActions.Tips),
        ["Undo"] = ("undo", AuditActions.Tips),
        ["Access"] = ("access admins", AuditActions.TipsAccess),
        ["Status"] = ("status", null),
        ["Preview"] = ("preview", null),
        ["Now"] = ("now", null),
        ["Form"] = ("form", null),
        ["Help"] = ("help", null),

        // One's own vote, of many.
        ["Forget"] = ("forget data-engineer", null),
    };

    public static TheoryData<string> Orders => [.. typeof(TipOrder).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(type => type.IsSubclassOf(typeof(TipOrder))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Every_order_that_changes_something_says_who_what_where_and_what_was_before(string order)
    {
        s_orders.ShouldContainKey(order, "a new order has to say here whether it is administrative");
        var (words, action) = s_orders[order];
        await SayAsync(Ada, "on");
        if (order == "Resume")
        {
            await SayAsync(Ada, "pause");
        }

        var before = (await AuditAsync()).Length;
        await SayAsync(Bob, words);
        var added = (await AuditAsync())[..^before];
        if (action is null)
        {
            added.ShouldBeEmpty();
            return;
        }

        var entry = added.ShouldHaveSingleItem();
        (entry.Actor, entry.Action, entry.Workspace).ShouldBe(("bob", action, Here));
        entry.Subject.ShouldBe(action == AuditActions.TipsAccess ? Here.Id : "C1");
        entry.Detail.ShouldContain(action == AuditActions.TipsAccess ? "default -> admins" : "(before: every weekday at 09:30");
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Who_may_not_is_on_record_too_and_nothing_is_changed(string order)
    {
        var (words, action) = s_orders[order];
        await SayAsync(Ada, "on");
        var version = (await SubscriptionAsync()).Version;
        (Bob.Grant, Bob.GrantOfAccess) = (TipGrant.Denied, TipGrant.Denied);

        await SayAsync(Bob, words);

        (await SubscriptionAsync()).Version.ShouldBe(version);
        var added = (await AuditAsync())[..^1];
        if (action is null)
        {
            added.ShouldBeEmpty();
            return;
        }

        var entry = added.ShouldHaveSingleItem();
        (entry.Actor, entry.Action).ShouldBe(("bob", AuditActions.Refused(action)));
    }

    private async Task<AuditEntry[]> AuditAsync() => [.. await Store.Audit.ListAsync(Here, 100, Cancellation)];
}

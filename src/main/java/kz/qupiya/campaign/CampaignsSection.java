package kz.qupiya.campaign;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How the notices of a case stand, in the case panel; the panel asks again while something is being sent. Nobody is named. */
@Component
class CampaignsSection implements CasePanelSection {

    private final CampaignOffice campaigns;

    CampaignsSection(CampaignOffice campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    public String name() {
        return "campaigns";
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var all = campaigns.ofCase(caseFile.id());
        return all.isEmpty() ? null : Map.of("campaigns", all);
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.MANAGER);
    }

    @Override
    public int order() {
        return 72;
    }
}

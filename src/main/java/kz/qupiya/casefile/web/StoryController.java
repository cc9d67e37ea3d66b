package kz.qupiya.casefile.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The story of a case, for Cockpit. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}/story")
@Tag(name = "Case story")
class StoryController {

    private final Stories stories;

    StoryController(Stories stories) {
        this.stories = stories;
    }

    @GetMapping
    @Operation(summary = "What was done in a case, what is open, what is stuck, and the way it took; nobody's data")
    ResponseEntity<StoryView> story(@PathVariable String operator, @PathVariable String number, Locale locale) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(stories.of(operator, number, locale));
    }
}
